import { FieldError, Input, Label, Text, TextField } from 'react-aria-components';

interface PasswordFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isNew?: boolean;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly autoFocus?: boolean;
}

/** What is typed isn't shown. */
export function PasswordField({ label, hint, error, isNew, ...rest }: PasswordFieldProps) {
  return (
    <TextField
      {...rest}
      type="password"
      className="ui-field"
      isInvalid={error !== undefined}
      validationBehavior="aria"
      autoComplete={isNew ? 'new-password' : 'current-password'}
    >
      <Label className="ui-field__label">{label}</Label>
      <div className="ui-field__control">
        <Input className="ui-input" spellCheck={false} maxLength={1000} />
      </div>
      {hint && !error && (
        <Text slot="description" className="ui-field__hint">
          {hint}
        </Text>
      )}
      <FieldError className="ui-field__error">{error}</FieldError>
    </TextField>
  );
}
