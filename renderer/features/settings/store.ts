import { create } from 'zustand';

/** Whether the list of shortcuts is open; it opens over any place, so that it shows the keys of that place. */
export const useShortcuts = create<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));
