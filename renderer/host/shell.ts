/** What the desktop shell offers; absent in a browser. */
export interface RemnantShell {
  chooseFolder(): Promise<string | null>;
  chooseFile(kind: 'mask' | 'any'): Promise<string | null>;
  /** Several; empty when the person chose none. */
  chooseFiles(): Promise<string[]>;
  /** Where a dropped file or folder is; '' for one that is on no disk. */
  pathOf(file: File): string;
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
