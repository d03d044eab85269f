import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** Says what would appear here, and gives one action. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  action,
}: {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-20 text-center">
      <span className="mb-2 grid size-12 place-items-center rounded-xl border bg-surface text-muted shadow-raised">
        <Icon aria-hidden className="size-6" strokeWidth={1.75} />
      </span>
      <h2 className="text-xl font-semibold">{title}</h2>
      {children !== undefined && <p className="text-muted">{children}</p>}
      {action !== undefined && <div className="mt-3">{action}</div>}
    </div>
  );
}
