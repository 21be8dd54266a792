/** The natural logarithm from + - * / alone: the engine's own one may differ in its last bits between machines. */

const bits = new DataView(new ArrayBuffer(8));
const LN2 = 0.6931471805599453;
const SQRT2 = 1.4142135623730951;
const EXPONENT_BIAS = 1023;

/**
 * ln x as 2 artanh((m - 1) / (m + 1)) + e ln 2 for x = m 2^e with m near 1; the series ends where its terms fall below the last bit
 * (Abramowitz & Stegun 4.1.27).
 * @param x a positive normal number.
 */
export function logarithm(x: number): number {
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  let exponent = (high >>> 20) - EXPONENT_BIAS;
  bits.setUint32(0, ((high & 0xfffff) | (EXPONENT_BIAS << 20)) >>> 0);
  let mantissa = bits.getFloat64(0);
  if (mantissa > SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const q = s * s;
  const series =
    1 + q * (1 / 3 + q * (1 / 5 + q * (1 / 7 + q * (1 / 9 + q * (1 / 11 + q * (1 / 13 + q * (1 / 15 + q / 17)))))));
  return 2 * s * series + exponent * LN2;
}
