import { create } from 'zustand';

export const usePersonDialogs = create<{ readonly changingPassword: boolean }>(() => ({ changingPassword: false }));
