/** What a password must be: NIST SP 800-63B, section "Memorized Secrets" (passwords): length, no rules of composition, none of the worst. */

/**
 * Between the 8 characters that SP 800-63B asked for at least in its third revision and the 15 of its fourth for a password alone: here
 * tries are counted and slowed down, and each costs a guesser 128 MB of memory even with a stolen copy of the folder.
 */
export const MIN_PASSWORD_LENGTH = 12;

/** Of the lists of leaked passwords, those of 12 characters and more that lead them, and what this program invites. */
const worst = new Set([
  '123456789012',
  '1234567890123',
  '12345678901234',
  '1234567890ab',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  '1qaz2wsx3edc4rfv',
  'abcdefghijkl',
  'abcdefghijklm',
  'abcd12345678',
  'admin1234567',
  'administrator',
  'administrator1',
  'changeme1234',
  'changemeplease',
  'correcthorsebatterystaple',
  'hospital1234',
  'iloveyou1234',
  'letmein12345',
  'password1234',
  'password12345',
  'password123456',
  'passwordpassword',
  'qazwsxedcrfv',
  'qwerty123456',
  'qwerty1234567',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwertyuiopasdf',
  'radiology123',
  'radiology1234',
  'remnantremnant',
  'remnant12345',
  'remnant123456',
  'welcome12345',
  'zaq12wsxcde3',
]);

/** The same characters however the keyboard composed them (SP 800-63B asks for NFKC or NFKD before hashing). */
export const normalPassword = (password: string): string => password.normalize('NFKC');

/**
 * What is wrong with a new password, as one sentence that doesn't repeat it; null when it will do.
 * @param names the person's login and printed name, which others know
 */
export function passwordProblem(password: string, names: readonly string[]): string | null {
  const normal = normalPassword(password);
  const low = normal.toLowerCase();
  if (Array.from(normal).length < MIN_PASSWORD_LENGTH)
    return `A password has at least ${MIN_PASSWORD_LENGTH} characters; several words with spaces are easy to remember.`;
  if (names.some((name) => name.length > 2 && low.includes(name.toLowerCase())))
    return 'A password must not contain your own name.';
  if (new Set(low).size < 5) return 'A password needs more different characters.';
  if (worst.has(low.replaceAll(/\s/g, '')))
    return 'This password is among the first that are guessed; choose another one.';
  return null;
}
