import { GitBranch, MousePointerClick, RotateCcw, X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useQuery } from 'urql';
import { ClipPlayer } from '../../clips/clip-player.tsx';
import { graphql } from '../../gql';
import { Button, IconButton } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { pixelsOf, ratioOf } from '../../ui/format.ts';
import { useKept } from '../../ui/kept.ts';
import { LoadError } from '../../ui/load-error.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PhaseBadge } from '../../ui/phase-badge.tsx';
import { publicIdOf } from '../../ui/public-id.ts';
import { AfterAMoment, Skeleton } from '../../ui/skeleton.tsx';
import { VaryDialog } from '../lineage/vary-dialog.tsx';
import { useCellActions } from '../matrix/cell-actions.ts';
import type { MatrixCell } from '../matrix/matrix-cell.ts';
import { ParkedDecision } from '../parked/parked-decision.tsx';
import { ClipFacts } from './clip-facts.tsx';
import { CostLines } from './cost-lines.tsx';
import { InspectedPicture } from './inspected-picture.tsx';
import { InspectedPrompt } from './inspected-prompt.tsx';
import { PlanVerdict } from './plan-verdict.tsx';
import { RenderLife } from './render-life.tsx';
import { SharedRender } from './shared-render.tsx';

const InspectorQuery = graphql(`
  query Inspector($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Variant {
        index
        phase
        size
        seconds
        presetName
        prompt {
          n
          key
          text
        }
        model {
          id
          name
          tier
        }
        campaign {
          id
          reference {
            ...ReferencePicture_Reference
          }
        }
        ...InspectedPrompt_Variant
        ...SharedRender_Variant
        ...CostLines_Variant
        renders {
          id
          ...RenderLife_Render
          ...ParkedRender_Render
        }
        clip {
          id
          ...ClipPlayer_Clip
          ...ClipFacts_Clip
        }
      }
    }
  }
`);

interface InspectorProps {
  campaignId: string;
  /** The active cell as the matrix has it; its news makes the inspector ask again. */
  cell: MatrixCell | undefined;
  /** Not launched yet, so that the campaign can still be edited. */
  editable: boolean;
  onClose: () => void;
  /** Goes to another cell of the same matrix. */
  onGoTo: (index: number) => void;
}

/** Everything about one cell: the clip first, the words second, ids only to copy. */
export function Inspector({ cell, ...rest }: InspectorProps) {
  return (
    <aside
      aria-label="Inspector"
      className="flex w-[360px] shrink-0 flex-col border-l bg-surface max-lg:fixed max-lg:inset-y-0 max-lg:right-0 max-lg:z-30 max-lg:w-[min(400px,100vw)] max-lg:animate-slide-in max-lg:shadow-popup"
    >
      {cell ? (
        <InspectedCell key={cell.id} cell={cell} {...rest} />
      ) : (
        <div className="flex grow flex-col">
          <div className="flex justify-end p-2">
            <IconButton icon={X} label="Hide the inspector" keys="i" onClick={rest.onClose} />
          </div>
          <p className="m-auto flex max-w-52 flex-col items-center gap-3 pb-24 text-center text-muted">
            <MousePointerClick aria-hidden className="size-6" strokeWidth={1.5} />
            Choose a cell to see its clip, its prompt, its cost and its life.
          </p>
        </div>
      )}
    </aside>
  );
}

function InspectedCell({ campaignId, cell, editable, onClose, onGoTo }: InspectorProps & { cell: MatrixCell }) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: InspectorQuery,
    variables: { id: cell.id },
    requestPolicy: 'cache-and-network',
  });
  useAskAgain(`${cell.phase} ${cell.changedAt}`, () => refetch({ requestPolicy: 'network-only' }));
  const { busy, retry } = useCellActions(campaignId);
  const variant = useKept(data?.node?.__typename === 'Variant' ? data.node : null, cell.id);
  const [varying, setVarying] = useState(false);
  const promptName = variant?.prompt?.key ?? `prompt-${(variant?.prompt?.n ?? 0) + 1}`;
  const retryButton = cell.phase === 'FAILED' && cell.failure?.retryable === true && (
    <Button size="small" icon={RotateCcw} busy={busy} onClick={() => void retry({ variantIds: [cell.id] })}>
      Retry
    </Button>
  );
  return (
    <>
      <div className="flex items-center gap-2 border-b py-1.5 pr-2 pl-4">
        <PhaseBadge
          phase={cell.phase}
          detail={cell.phase === 'QUEUED' && cell.queuePosition !== null ? `#${cell.queuePosition}` : undefined}
        />
        <span className="grow" />
        <IconButton icon={X} label="Hide the inspector" keys="i" onClick={onClose} />
      </div>
      <div className="min-h-0 grow overflow-y-auto" tabIndex={0} role="group" aria-label="Details of the cell">
        {error && (
          <div className="pt-3">
            <LoadError error={error} stale={variant !== undefined} onRetry={() => refetch({ requestPolicy: 'network-only' })} />
          </div>
        )}
        {!variant && fetching && <Loading />}
        {variant && (
          <>
            {cell.phase === 'FAILED' && cell.failure && (
              <div className="p-4 pb-0">
                <Notice look="error" action={retryButton}>
                  {cell.failure.message}
                </Notice>
              </div>
            )}
            <div className="px-4 pt-4 empty:hidden">
              <PlanVerdict cell={cell} campaignId={campaignId} editable={editable} />
              <SharedRender variant={variant} campaignId={campaignId} onGoTo={onGoTo} />
            </div>
            {cell.phase === 'PARKED' && variant.renders.length > 0 && (
              <div className="p-4 pb-0">
                <ParkedDecision render={variant.renders.at(-1)!} />
              </div>
            )}
            {variant.clip && (
              <div className="p-4 pb-0">
                <ClipPlayer
                  key={variant.clip.id}
                  clip={variant.clip}
                  name={variant.prompt?.text ?? promptName}
                  onExpired={() => refetch({ requestPolicy: 'network-only' })}
                />
                <ClipFacts clip={variant.clip} fileName={`${promptName}-${variant.presetName}-${variant.size}.mp4`} />
              </div>
            )}
            <dl className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 p-4">
              <Fact term="Prompt">
                {variant.prompt && variant.prompt.n + 1}
                {variant.prompt?.key != null && <span className="text-muted"> · {variant.prompt.key}</span>}
              </Fact>
              <Fact term="Preset">{variant.presetName}</Fact>
              <Fact term="Size">
                {ratioOf(variant.size)} <span className="text-muted">· {pixelsOf(variant.size)}</span>
              </Fact>
              <Fact term="Length">{variant.seconds} s</Fact>
              <Fact term="Model">{variant.model.name}</Fact>
              {variant.campaign.reference && (
                <Fact term="Picture">
                  <InspectedPicture reference={variant.campaign.reference} />
                </Fact>
              )}
            </dl>
            <Section title={cell.phase === 'BLOCKED' ? 'Prompt' : 'Prompt as sent'}>
              <InspectedPrompt variant={variant} />
            </Section>
            <Section title="Cost">
              <CostLines variant={variant} />
            </Section>
            {variant.renders.length > 0 && (
              <Section title="Life">
                {variant.renders.toReversed().map((render, place) => (
                  <RenderLife key={render.id} render={render} latest={place === 0} />
                ))}
              </Section>
            )}
            <div className="border-t p-4">
              <Button icon={GitBranch} onClick={() => setVarying(true)}>
                Change one thing…
              </Button>
              <VaryDialog variantId={variant.id} open={varying} onOpenChange={setVarying} />
            </div>
            <div className="flex flex-wrap gap-1 border-t p-3">
              {variant.clip && <CopyButton text={publicIdOf(variant.clip.id)} label="Copy clip id" />}
              <CopyButton text={publicIdOf(variant.id)} label="Copy cell id" />
              <CopyButton text={variant.id} label="Copy id for the API" />
            </div>
          </>
        )}
      </div>
    </>
  );
}

/** Asks again whenever the stamp changes after the first time. */
function useAskAgain(stamp: string, ask: () => void): void {
  const known = useRef(stamp);
  useEffect(() => {
    if (known.current !== stamp) ask();
    known.current = stamp;
  });
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{term}</dt>
      <dd className="figures min-w-0 break-words">{children}</dd>
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-t p-4">
      <h2 className="mb-2 font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Loading() {
  return (
    <AfterAMoment>
      <div className="flex flex-col gap-3 p-4" role="status" aria-label="Loading the cell">
        <Skeleton className="h-48" />
        <Skeleton className="h-4 w-2/3" />
        <Skeleton className="h-24" />
      </div>
    </AfterAMoment>
  );
}
