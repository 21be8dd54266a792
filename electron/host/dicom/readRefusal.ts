/** How the reading of one file ends early: with one sentence for the person who chose it. */
export interface RefusedFile {
  readonly reason: string;
  /** It is known what it is, but it is no slice of a volume. */
  readonly putAside?: true;
}

class Refusal extends Error {
  readonly file: RefusedFile;
  constructor(file: RefusedFile) {
    super(file.reason);
    this.file = file;
  }
}

/** @param reason one sentence, without text from the file other than numbers and codes */
export const refuse = (reason: string): never => {
  throw new Refusal({ reason });
};
export const putAside = (reason: string): never => {
  throw new Refusal({ reason, putAside: true });
};

/** What the attempt gives, or the refusal it ended with. */
export function orRefused<T>(attempt: () => T): T | RefusedFile {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof Refusal) return error.file;
    throw error;
  }
}
