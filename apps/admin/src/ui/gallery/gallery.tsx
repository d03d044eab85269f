import { ButtonStates } from './button-states.tsx';
import { ChoiceStates } from './choice-states.tsx';
import { NoticeStates } from './notice-states.tsx';
import { OverlayStates } from './overlay-states.tsx';
import { StatusStates } from './status-states.tsx';

/** Every piece of the interface in every state, to look at in light and dark. */
export function Gallery() {
  return (
    <div className="h-full overflow-y-auto" tabIndex={0} role="group" aria-label="Gallery">
      <div className="mx-auto flex max-w-5xl flex-col gap-10 px-4 py-8 sm:px-6">
        <header>
          <h1 className="text-2xl font-semibold tracking-tight">Gallery</h1>
          <p className="text-muted">Every piece of the interface in every state.</p>
        </header>
        <StatusStates />
        <ButtonStates />
        <ChoiceStates />
        <NoticeStates />
        <OverlayStates />
      </div>
    </div>
  );
}
