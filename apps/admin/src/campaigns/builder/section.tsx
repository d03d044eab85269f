import type { ReactNode } from 'react';

/** One step of the builder: a heading, a word of help, its choices. */
export function Section({ title, hint, aside, children }: { title: string; hint?: ReactNode; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="rounded-xl border bg-surface p-4 shadow-raised sm:p-5">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <div>
          <h2 className="text-lg font-semibold">{title}</h2>
          {hint !== undefined && <p className="text-muted">{hint}</p>}
        </div>
        {aside}
      </div>
      {children}
    </section>
  );
}
