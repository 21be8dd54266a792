import { useState } from 'react';
import { MIN_PASSWORD_LENGTH, passwordProblem } from '../../../../electron/core/domain/passwords.ts';
import { at } from '../texts.ts';
import { PasswordField } from './PasswordField.tsx';

export interface NewPassword {
  readonly next: string;
  readonly repeated: string;
}
export const noPassword: NewPassword = { next: '', repeated: '' };

export const isGood = ({ next, repeated }: NewPassword, names: readonly string[]): boolean =>
  next === repeated && passwordProblem(next, names) === null;

/** The password twice; what is wrong with it is said by the rules that the host applies. */
export function NewPasswordFields(props: {
  readonly value: NewPassword;
  readonly onChange: (value: NewPassword) => void;
  /** Must not be part of it. */
  readonly names: readonly string[];
  readonly label: string;
}) {
  const { value, onChange, names } = props;
  // Only once the person has gone on: nobody is told off while typing.
  const [left, setLeft] = useState({ next: false, repeated: false });
  const problem = left.next && value.next !== '' ? (passwordProblem(value.next, names) ?? undefined) : undefined;
  const differs = left.repeated && value.repeated !== '' && value.repeated !== value.next;
  return (
    <>
      <div
        onBlur={() => {
          setLeft({ ...left, next: true });
        }}
      >
        <PasswordField
          label={props.label}
          value={value.next}
          onChange={(next) => {
            onChange({ ...value, next });
          }}
          isNew
          hint={at('field.nextHint', { count: MIN_PASSWORD_LENGTH })}
          error={problem}
        />
      </div>
      <div
        onBlur={() => {
          setLeft({ ...left, repeated: true });
        }}
      >
        <PasswordField
          label={at('field.repeat')}
          value={value.repeated}
          onChange={(repeated) => {
            onChange({ ...value, repeated });
          }}
          isNew
          error={differs ? at('field.different') : undefined}
        />
      </div>
    </>
  );
}
