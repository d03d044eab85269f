import type { ReactNode } from 'react';

/** A named row of the gallery. */
export function Shelf({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-3 border-b pb-1 font-semibold">{name}</h2>
      <div className="flex flex-wrap items-start gap-x-6 gap-y-4">{children}</div>
    </section>
  );
}
