import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

const LOOKS = {
  primary: 'bg-accent text-white hover:bg-accent-hover shadow-raised',
  outline: 'border border-line-strong bg-surface text-text hover:bg-hover shadow-raised',
  quiet: 'text-muted hover:bg-hover hover:text-text',
  danger: 'border border-failed/40 bg-surface text-failed hover:bg-failed/10',
} as const;

const SIZES = {
  small: 'h-7 px-2 gap-1.5 rounded-md',
  normal: 'h-8 px-3 gap-2 rounded-md',
  large: 'h-9 px-4 gap-2 rounded-md text-lg',
} as const;

interface LookProps {
  look?: keyof typeof LOOKS;
  size?: keyof typeof SIZES;
}

/** The class names of a button, for links that look like one. */
export function buttonClass({ look = 'outline', size = 'normal' }: LookProps = {}): string {
  return classNames(
    'inline-flex shrink-0 items-center justify-center font-medium whitespace-nowrap transition-colors select-none',
    'disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-50',
    LOOKS[look],
    SIZES[size],
  );
}

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> &
  LookProps & { icon?: LucideIcon | undefined; busy?: boolean | undefined; ref?: Ref<HTMLButtonElement> };

/** A button; while `busy` it keeps its width, says so and takes no second press. */
export function Button({ look, size, icon: Icon, busy = false, className, children, disabled, ...rest }: ButtonProps) {
  const Leading = busy ? LoaderCircle : Icon;
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      disabled={disabled === true || busy}
      className={classNames(buttonClass({ ...(look && { look }), ...(size && { size }) }), className)}
      {...rest}
    >
      {Leading && <Leading aria-hidden className={classNames('size-4 shrink-0', busy && 'animate-spin')} />}
      {children}
    </button>
  );
}

/** A square button that shows only an icon; its words are the tooltip and the accessible name. */
export function IconButton({
  icon: Icon,
  label,
  keys,
  active = false,
  className,
  ...rest
}: Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> & {
  icon: LucideIcon;
  label: string;
  keys?: string | undefined;
  active?: boolean;
  ref?: Ref<HTMLButtonElement>;
}) {
  return (
    <Tooltip says={label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        className={classNames(
          'grid size-8 shrink-0 place-items-center rounded-md transition-colors hover:bg-hover hover:text-text disabled:opacity-40',
          active ? 'bg-accent-soft text-accent-text' : 'text-muted',
          className,
        )}
        {...rest}
      >
        <Icon aria-hidden className="size-4" />
      </button>
    </Tooltip>
  );
}
