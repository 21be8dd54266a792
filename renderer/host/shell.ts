/** What the desktop shell offers; absent in a browser. */
export interface RemnantShell {
  chooseFolder(): Promise<string | null>;
  chooseFile(kind: 'mask' | 'any'): Promise<string | null>;
  readonly platform: string;
  /** Asks for a line to the host; it arrives as a window message with one port. */
  hostPort?(): Promise<unknown>;
}

declare global {
  interface Window {
    readonly remnantShell?: RemnantShell;
  }
}

export const shell = (): RemnantShell | undefined => window.remnantShell;
