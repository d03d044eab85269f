import { Ban, RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '../../ui/button.tsx';
import { countOf, formatMicros } from '../../ui/format.ts';
import { DecideManyDialog, type ManyDecision } from './decide-many-dialog.tsx';
import { sumChosen, type ChosenRender } from './parked-words.ts';

/** What can be decided for all chosen rows at once; it stays at the bottom of the page. */
export function ChosenBar({ chosen, onClear }: { chosen: readonly ChosenRender[]; onClear: () => void }) {
  const [asked, setAsked] = useState<{ decision: ManyDecision; chosen: readonly ChosenRender[] } | null>(null);
  const { count, micros } = sumChosen(chosen);
  return (
    <>
      {count > 0 && (
        <div className="pointer-events-none sticky bottom-4 z-30 mt-4 flex justify-center">
          <div
            role="toolbar"
            aria-label="Chosen renders"
            className="pointer-events-auto flex max-w-full animate-rise flex-wrap items-center gap-1.5 rounded-xl bg-raised p-1.5 pl-4 shadow-popup"
          >
            <span className="figures mr-2 font-medium whitespace-nowrap" role="status">
              {countOf(count, 'render')} chosen
              <span className="font-normal text-muted"> · {formatMicros(micros)} at risk</span>
            </span>
            <Button size="small" icon={RotateCcw} onClick={() => setAsked({ decision: 'RECREATE', chosen })}>
              Render again…
            </Button>
            <Button size="small" icon={Ban} onClick={() => setAsked({ decision: 'WRITE_OFF', chosen })}>
              Count as lost…
            </Button>
            <IconButton icon={X} label="Choose nothing" onClick={onClear} />
          </div>
        </div>
      )}
      {asked && <DecideManyDialog decision={asked.decision} chosen={asked.chosen} onClose={() => setAsked(null)} onDecided={onClear} />}
    </>
  );
}
