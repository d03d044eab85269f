import { useEffect, useState, type ReactNode } from 'react';
import { classNames } from './class-names.ts';

const WAIT_MS = 300;

/** Shows its children only when waiting has lasted 300 ms, so that quick answers do not flicker. */
export function AfterAMoment({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), WAIT_MS);
    return () => clearTimeout(timer);
  }, []);
  return shown ? children : null;
}

/** A grey shape where something will be. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={classNames('block animate-shimmer rounded-md bg-hover', className)} />;
}
