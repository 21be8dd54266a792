/** A JSON column as what it is before it has been checked. */
export const parseJson = (text: string): unknown => JSON.parse(text);
