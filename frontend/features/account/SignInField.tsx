import { PasswordField } from '@vaadin/react-components/PasswordField.js';
import { TextField } from '@vaadin/react-components/TextField.js';
import type { KeyboardEvent } from 'react';
import { key, translate } from '../../i18n/i18n';

interface FieldProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Called by the Enter key, which does not submit a form from within Vaadin's fields. */
  readonly onEnter: () => void;
  readonly autocomplete: string;
  readonly help?: string;
}

const handlers = ({ onChange, onEnter }: FieldProps) => ({
  onInput: (event: { readonly target: EventTarget | null }) => {
    onChange((event.target as HTMLInputElement).value);
  },
  onKeyDown: (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      onEnter();
    }
  },
});

/** A name or a code. */
export function SignInTextField(props: FieldProps) {
  const { label, name, value, autocomplete, help = '' } = props;
  return (
    <TextField
      {...{ label, name, value, autocomplete }}
      helperText={help}
      autoCapitalize="none"
      {...handlers(props)}
    />
  );
}

/** A password, which can be revealed. */
export function SignInPasswordField(props: FieldProps) {
  const { label, name, value, autocomplete, help = '' } = props;
  return (
    <PasswordField
      {...{ label, name, value, autocomplete }}
      helperText={help}
      i18n={{ reveal: translate(key`signin.password.reveal`) }}
      {...handlers(props)}
    />
  );
}
