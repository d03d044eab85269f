import { type ReactNode, useId } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Notice } from './notice.tsx';

interface FormDialogProps {
  title: string;
  /** What saving means, in one sentence. */
  description: string;
  /** What the button that saves says. */
  action: string;
  /** Whether what was entered can be saved. */
  isComplete: boolean;
  busy: boolean;
  /** Why it was not saved; null while it was not refused. */
  refused: string | null;
  onSave: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A window of fields that are saved together, by its button or by Enter; a refusal stands above the buttons. */
export function FormDialog({ title, description, action, isComplete, busy, refused, onSave, onClose, children }: FormDialogProps) {
  const formId = useId();
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={title}
      description={description}
      footer={
        <>
          {refused !== null && (
            <div className="basis-full">
              <Notice look="error">{refused}</Notice>
            </div>
          )}
          <Button onClick={onClose}>Not now</Button>
          <Button look="primary" type="submit" form={formId} disabled={!isComplete} busy={busy}>
            {action}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isComplete) onSave();
        }}
      >
        {children}
      </form>
    </Dialog>
  );
}
