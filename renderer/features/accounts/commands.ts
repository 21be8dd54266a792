import { type Command } from '../../app/commands/index.ts';
import { goTo, routes } from '../../app/routes.ts';
import { person } from '../../host/index.ts';
import { askForPasswordChange, lockWindow, signOut } from './actions.ts';
import { at } from './texts.ts';

const isSignedIn = (): boolean => {
  const { session } = person.getState();
  return session?.mode === 'accounts' && session.person !== null;
};
const shared = { group: at('group.person'), isEnabled: isSignedIn, watch: [person.subscribe] };

export const personCommands: readonly Command[] = [
  { ...shared, id: 'person.lock', title: at('person.lock'), keys: ['Alt+L'], run: lockWindow },
  { ...shared, id: 'person.changePassword', title: at('person.change'), run: askForPasswordChange },
  { ...shared, id: 'person.signOut', title: at('person.signOut'), run: signOut },
  {
    ...shared,
    id: 'person.accounts',
    title: at('person.accounts'),
    needs: 'accounts.list',
    run: () => {
      goTo(routes.accounts);
    },
  },
];
