import { CircleAlert, Info, ShieldAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const LOOKS: Record<'info' | 'warning' | 'error', { icon: LucideIcon; box: string; icons: string }> = {
  info: { icon: Info, box: 'border-line bg-sunken', icons: 'text-muted' },
  warning: { icon: ShieldAlert, box: 'border-blocked/35 bg-blocked/8', icons: 'text-blocked' },
  error: { icon: CircleAlert, box: 'border-failed/35 bg-failed/8', icons: 'text-failed' },
};

/** A calm box: what happened, why, what next, and at most one action. */
export function Notice({
  look = 'info',
  title,
  action,
  children,
}: {
  look?: keyof typeof LOOKS;
  title?: ReactNode;
  action?: ReactNode;
  children?: ReactNode;
}) {
  const { icon: Icon, box, icons } = LOOKS[look];
  return (
    <div role={look === 'error' ? 'alert' : 'status'} className={classNames('flex items-start gap-2.5 rounded-lg border px-3 py-2.5', box)}>
      <Icon aria-hidden className={classNames('mt-0.5 size-4 shrink-0', icons)} />
      <div className="flex min-w-0 grow items-start gap-2.5 max-sm:flex-col">
        <div className="min-w-0 grow break-words">
          {title !== undefined && <p className="font-medium">{title}</p>}
          {children !== undefined && <div className="text-muted">{children}</div>}
        </div>
        {action}
      </div>
    </div>
  );
}
