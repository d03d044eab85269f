import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';

const PLACES = {
  centre:
    'top-1/2 left-1/2 max-h-[min(46rem,calc(100dvh-2rem))] w-[min(36rem,calc(100vw-1.5rem))] -translate-x-1/2 -translate-y-1/2 animate-fade rounded-xl',
  side: 'inset-y-0 right-0 w-[min(28rem,100vw)] animate-slide-in border-l',
} as const;

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** One sentence under the title; read out with it. */
  description?: ReactNode;
  place?: keyof typeof PLACES;
  footer?: ReactNode;
  children: ReactNode;
}

/** A modal window in the centre, or a drawer at the side; the focus stays inside, Escape closes. */
export function Dialog({ open, onOpenChange, title, description, place = 'centre', footer, children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-black/40" />
        <Radix.Content
          {...(description === undefined && { 'aria-describedby': undefined })}
          tabIndex={-1}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          className={classNames('fixed z-50 flex flex-col bg-raised shadow-popup outline-none', PLACES[place])}
        >
          <header className="flex items-start gap-3 border-b px-5 pt-4 pb-3">
            <div className="min-w-0 grow">
              <Radix.Title className="text-xl font-semibold">{title}</Radix.Title>
              {description !== undefined && <Radix.Description className="mt-0.5 text-muted">{description}</Radix.Description>}
            </div>
            <Radix.Close asChild>
              <IconButton icon={X} label="Close" keys="escape" className="-mr-2" />
            </Radix.Close>
          </header>
          <div className="min-h-0 grow overflow-y-auto px-5 py-4">{children}</div>
          {footer !== undefined && <footer className="flex flex-wrap items-center justify-end gap-2 border-t px-5 py-3">{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
