import { useState, type DragEvent, type ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** A part of the page on which a file may be dropped; outlined while one hangs over it. Only the first file counts. */
export function DropZone({ onFile, children }: { onFile: (file: File) => void; children: ReactNode }) {
  const [isOver, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  };
  return (
    <div
      onDragOver={(event) => (event.preventDefault(), setOver(true))}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={classNames('rounded-xl', isOver && 'outline-2 outline-offset-2 outline-accent-text outline-dashed')}
    >
      {children}
    </div>
  );
}
