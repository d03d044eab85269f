import { useId, type InputHTMLAttributes, type ReactNode, type Ref, type TextareaHTMLAttributes } from 'react';
import { classNames } from './class-names.ts';

const BOX =
  'w-full rounded-md border border-line-strong bg-surface px-2.5 placeholder:text-faint hover:border-faint focus:border-accent-text focus:outline-2 focus:-outline-offset-1 focus:outline-accent-text aria-invalid:border-failed';

interface FieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  hiddenLabel?: boolean;
}

interface Described {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
}

/** A label above, a hint or an error below, both tied to the input. */
function Field({ label, hint, error, hiddenLabel, children }: FieldProps & { children: (props: Described) => ReactNode }) {
  const id = useId();
  const says = error ?? hint;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className={hiddenLabel ? 'sr-only' : 'font-medium'}>
        {label}
      </label>
      {children({
        id,
        ...(says !== undefined && { 'aria-describedby': `${id}-says` }),
        ...(error !== undefined && { 'aria-invalid': true as const }),
      })}
      {says !== undefined && (
        <p id={`${id}-says`} className={classNames('text-sm', error === undefined ? 'text-muted' : 'text-failed')}>
          {says}
        </p>
      )}
    </div>
  );
}

export function TextField({
  label,
  hint,
  error,
  hiddenLabel,
  className,
  ...rest
}: FieldProps & InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  return (
    <Field {...{ label, hint }} {...(error !== undefined && { error })} {...(hiddenLabel && { hiddenLabel })}>
      {(props) => <input className={classNames(BOX, 'h-8', className)} {...props} {...rest} />}
    </Field>
  );
}

export function TextArea({
  label,
  hint,
  error,
  hiddenLabel,
  className,
  ...rest
}: FieldProps & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <Field {...{ label, hint }} {...(error !== undefined && { error })} {...(hiddenLabel && { hiddenLabel })}>
      {(props) => <textarea className={classNames(BOX, 'resize-y py-1.5', className)} {...props} {...rest} />}
    </Field>
  );
}
