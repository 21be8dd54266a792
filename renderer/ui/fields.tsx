import { ChevronDown, Check } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  CheckboxButton,
  CheckboxField,
  CheckboxGroup as AriaCheckboxGroup,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
  Text,
  TextArea,
  TextField as AriaTextField,
} from 'react-aria-components';

/** What every field has. `error` is shown at the field and announced with it; `warning` doesn't block. */
interface FieldProps {
  readonly label: string;
  readonly error?: string | undefined;
  readonly warning?: string | undefined;
  readonly hint?: string | undefined;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
}

function FieldTexts({ error, warning, hint }: Pick<FieldProps, 'error' | 'warning' | 'hint'>) {
  return (
    <>
      {(warning ?? hint) && !error && (
        <Text slot="description" className={warning ? 'ui-field__warning' : 'ui-field__hint'}>
          {warning ?? hint}
        </Text>
      )}
      <FieldError className="ui-field__error">{error}</FieldError>
    </>
  );
}

export interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly multiline?: boolean;
  readonly autoFocus?: boolean;
  readonly inputMode?: 'text' | 'decimal' | 'numeric';
  /** Shown beside the input, e.g. `cm`; part of the field's name for screen readers. */
  readonly unit?: string | undefined;
  readonly maxLength?: number;
}

export function TextField({
  label,
  error,
  warning,
  hint,
  unit,
  placeholder,
  multiline,
  inputMode,
  ...rest
}: TextFieldProps) {
  const shared = { ...(placeholder === undefined ? {} : { placeholder }), className: 'ui-input' };
  return (
    <AriaTextField {...rest} className="ui-field" isInvalid={error !== undefined} validationBehavior="aria">
      <Label className="ui-field__label">
        {label}
        {unit && <span className="visually-hidden"> ({unit})</span>}
      </Label>
      <div className="ui-field__control">
        {multiline ? (
          <TextArea {...shared} rows={3} />
        ) : (
          <Input {...shared} inputMode={inputMode ?? 'text'} autoComplete="off" spellCheck={false} />
        )}
        {unit && (
          <span className="ui-field__unit" aria-hidden>
            {unit}
          </span>
        )}
      </div>
      <FieldTexts error={error} warning={warning} hint={hint} />
    </AriaTextField>
  );
}

/**
 * A number as text: the draft stays exactly as typed, so that nothing is lost or silently reformatted ("72,5" must not become 725).
 * Read it with `parseDecimal`.
 */
export const NumberField = (props: TextFieldProps) => <TextField inputMode="decimal" {...props} />;

/** A calendar day as `YYYY-MM-DD` text: native date inputs show it in an order that depends on the machine. */
export const DateField = (props: Omit<TextFieldProps, 'placeholder' | 'inputMode' | 'unit'>) => (
  <TextField placeholder="YYYY-MM-DD" inputMode="numeric" maxLength={10} {...props} />
);

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly description?: string | undefined;
}

export interface SelectProps<T extends string> extends FieldProps {
  readonly value: T | null;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T) => void;
  readonly placeholder?: string;
  /** Keeps the name for screen readers and hides it from view. */
  readonly hideLabel?: boolean;
}

export function Select<T extends string>(props: SelectProps<T>) {
  const { label, error, warning, hint, value, options, onChange, placeholder = 'Choose', hideLabel, ...rest } = props;
  return (
    <AriaSelect
      {...rest}
      className="ui-field"
      value={value}
      onChange={(key) => {
        const chosen = options.find((option) => option.value === key);
        if (chosen) onChange(chosen.value);
      }}
      placeholder={placeholder}
      isInvalid={error !== undefined}
      validationBehavior="aria"
    >
      <Label className={hideLabel ? 'visually-hidden' : 'ui-field__label'}>{label}</Label>
      <AriaButton className="ui-input ui-select">
        <SelectValue className="ui-select__value">
          {({ selectedText, defaultChildren }) => selectedText || defaultChildren}
        </SelectValue>
        <ChevronDown aria-hidden size={15} />
      </AriaButton>
      <FieldTexts error={error} warning={warning} hint={hint} />
      <Popover className="ui-popover">
        <ListBox className="ui-menu">
          {options.map((option) => (
            <ListBoxItem key={option.value} id={option.value} textValue={option.label} className="ui-menu__item">
              <Text slot="label">{option.label}</Text>
              {option.description && <Text slot="description">{option.description}</Text>}
              <Check aria-hidden size={15} className="ui-menu__check" />
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export interface CheckboxGroupProps<T extends string> extends FieldProps {
  readonly value: readonly T[];
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T[]) => void;
}

/** Several of a few. */
export function CheckboxGroup<T extends string>(props: CheckboxGroupProps<T>) {
  const { label, error, warning, hint, value, options, onChange, ...rest } = props;
  return (
    <AriaCheckboxGroup
      {...rest}
      className="ui-field"
      value={[...value]}
      onChange={(chosen) => {
        onChange(options.map((option) => option.value).filter((option) => chosen.includes(option)));
      }}
      isInvalid={error !== undefined}
      validationBehavior="aria"
    >
      <Label className="ui-field__label">{label}</Label>
      <div className="ui-checks">
        {options.map((option) => (
          <Checkbox key={option.value} value={option.value}>
            {option.label}
          </Checkbox>
        ))}
      </div>
      <FieldTexts error={error} warning={warning} hint={hint} />
    </AriaCheckboxGroup>
  );
}

export function Checkbox({
  children,
  ...own
}: {
  readonly children: ReactNode;
  readonly value?: string;
  readonly isSelected?: boolean;
  readonly onChange?: (isSelected: boolean) => void;
}) {
  return (
    <CheckboxField {...own} className="ui-check-field">
      <CheckboxButton className="ui-check">
        <span className="ui-check__box" aria-hidden>
          <Check size={13} strokeWidth={3} />
        </span>
        <span>{children}</span>
      </CheckboxButton>
    </CheckboxField>
  );
}
