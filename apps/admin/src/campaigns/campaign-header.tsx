import { FlaskConical, Link2, PencilLine, Rocket } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { graphql, readFragment, type FragmentType } from '../gql';
import { Button, buttonClass } from '../ui/button.tsx';
import { CampaignStatusBadge } from '../ui/campaign-status.tsx';
import type { Connection } from '../ui/connection.ts';
import { countOf, formatMicros } from '../ui/format.ts';
import { LiveChip } from '../ui/live-chip.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { CampaignControls } from './campaign-controls.tsx';
import { CampaignCostFragment } from './campaign-cost.tsx';
import { PreviewFirst } from './lineage/preview-first.tsx';

export const CampaignHeaderFragment = graphql(`
  fragment CampaignHeader_Campaign on Campaign {
    id
    name
    status
    createdAt
    launchedAt
    completedAt
    createdBy {
      id
      name
    }
    brief {
      models {
        id
        endpoint {
          id
          name
          isSandbox
        }
      }
    }
    paidTwice {
      count
      lossMicros
    }
    ...CampaignCost_Campaign
    ...CampaignControls_Campaign
    purpose
  }
`);

interface HeaderProps {
  campaign: FragmentType<typeof CampaignHeaderFragment>;
  connection: Connection;
  onLaunch: () => void;
  onReplan: () => void;
}

/** Name, status, money and what can be done with the whole campaign. */
export function CampaignHeader({ campaign, connection, onLaunch, onReplan }: HeaderProps) {
  const header = readFragment(CampaignHeaderFragment, campaign);
  const editable = header.status === 'DRAFT' || header.status === 'PLANNED';
  const sandbox = header.brief.models.length > 0 && header.brief.models.every(({ endpoint }) => endpoint.isSandbox);
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 pt-4 pb-2 sm:px-6">
      <h1 className="min-w-0 max-w-full truncate text-2xl font-semibold tracking-tight" title={header.name}>
        {header.name}
      </h1>
      <CampaignStatusBadge status={header.status} />
      {!editable && <LiveChip connection={connection} />}
      {sandbox && (
        <Tooltip says="Rendered by the sandbox: real videos, play money.">
          <span tabIndex={0} className="inline-flex h-6 items-center gap-1.5 rounded-full border px-2 text-sm text-muted">
            <FlaskConical aria-hidden className="size-3.5" />
            Sandbox
          </span>
        </Tooltip>
      )}
      <span className="text-sm text-faint max-lg:hidden">
        {header.completedAt ? (
          <>
            finished <RelativeTime at={header.completedAt} />
          </>
        ) : header.launchedAt ? (
          <>
            launched <RelativeTime at={header.launchedAt} />
          </>
        ) : (
          <>
            created <RelativeTime at={header.createdAt} />
          </>
        )}
        {header.createdBy && <> by {header.createdBy.name}</>}
      </span>
      <div className="grow" />
      <Money campaign={header} campaignId={header.id} paidTwice={header.paidTwice} />
      <div className="flex items-center gap-1.5">
        {editable && (
          <>
            <Link to="/campaigns/$campaignId/edit" params={{ campaignId: header.id }} className={buttonClass()}>
              <PencilLine aria-hidden className="size-4" />
              Edit
            </Link>
            {header.purpose === 'FINAL' && <PreviewFirst campaignId={header.id} />}
            <Button look="primary" icon={Rocket} onClick={onLaunch}>
              Review and launch
            </Button>
          </>
        )}
        <CampaignControls campaign={header} onReplan={onReplan} />
        <CopyLink />
      </div>
    </header>
  );
}

function CopyLink() {
  return (
    <Tooltip says="Copy a link to this view">
      <button
        type="button"
        aria-label="Copy a link to this view"
        className="grid size-8 place-items-center rounded-md text-muted hover:bg-hover hover:text-text max-sm:hidden"
        onClick={() => void navigator.clipboard.writeText(window.location.href)}
      >
        <Link2 aria-hidden className="size-4" />
      </button>
    </Tooltip>
  );
}

/** Spent and spoken for, against what the plan said; it leads to the ledger. */
function Money({
  campaign,
  campaignId,
  paidTwice,
}: {
  campaign: FragmentType<typeof CampaignCostFragment>;
  campaignId: string;
  paidTwice: { count: number; lossMicros: number } | null | undefined;
}) {
  const { estimatedMicros, heldMicros, settledMicros, savedMicros } = readFragment(CampaignCostFragment, campaign).cost;
  const share = (micros: number) => `${estimatedMicros === 0 ? 0 : Math.min(100, (100 * micros) / estimatedMicros)}%`;
  return (
    <div className="flex flex-col gap-0.5">
      <Link
        to="/campaigns/$campaignId/ledger"
        params={{ campaignId }}
        title="Open the ledger and the budgets"
        className="-mx-1.5 flex min-w-44 flex-col gap-1 rounded-md px-1.5 py-0.5 hover:bg-hover"
      >
        <span className="sr-only">Cost, open the ledger: </span>
        <span className="figures flex items-baseline justify-between gap-3 text-sm whitespace-nowrap">
          <span>
            <span className="text-base font-semibold">{formatMicros(settledMicros)}</span>
            {heldMicros > 0 && <span className="text-muted"> + {formatMicros(heldMicros)} held</span>}
            {savedMicros > 0 && <span className="text-ready"> · saved {formatMicros(savedMicros)}</span>}
          </span>
          <span className="text-faint">of {formatMicros(estimatedMicros)}</span>
        </span>
        <span aria-hidden className="flex h-1 overflow-hidden rounded-full bg-hover">
          <span className="bg-accent transition-[width] duration-300" style={{ width: share(settledMicros) }} />
          <span className="bg-accent/35 transition-[width] duration-300" style={{ width: share(heldMicros) }} />
        </span>
      </Link>
      {paidTwice && (
        <span className="figures text-sm text-muted">
          {formatMicros(paidTwice.lossMicros)} of it: {paidTwice.count === 1 ? 'a video' : countOf(paidTwice.count, 'video')} paid twice –{' '}
          <Link to="/providers" className="text-accent-text underline underline-offset-2">
            see providers
          </Link>
        </span>
      )}
    </div>
  );
}
