import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextArea, TextField } from '../../ui/field.tsx';
import { formatMicros } from '../../ui/format.ts';
import { newKey } from '../../ui/idempotency-key.ts';
import { Notice } from '../../ui/notice.tsx';
import { refusalOf } from '../../ui/refusal.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { readDollars } from '../../ui/read-dollars.ts';

const AdjustLedgerMutation = graphql(`
  mutation AdjustLedger($input: AdjustLedgerInput!) {
    adjustLedger(input: $input) {
      __typename
      ... on AdjustLedgerSuccess {
        campaign {
          id
          cost {
            heldMicros
            settledMicros
          }
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

const REASON_CHARS_MAX = 500;

interface CorrectDialogProps {
  campaignId: string;
  settledMicros: number;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onCorrected: () => void;
}

/** Corrects what a campaign has spent by one more entry, with a reason that stays. */
export function CorrectDialog({ campaignId, settledMicros, open, onOpenChange, onCorrected }: CorrectDialogProps) {
  const [{ fetching }, adjust] = useMutation(AdjustLedgerMutation);
  const [way, setWay] = useState<'less' | 'more'>('less');
  const [dollars, setDollars] = useState('');
  const [reason, setReason] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const [intention, setIntention] = useState({ open, key: newKey() });
  if (intention.open !== open) {
    setIntention({ open, key: newKey() });
    setRefused(null);
    setDollars('');
    setReason('');
  }
  const amount = readDollars(dollars);
  const micros = amount === null ? 0 : way === 'less' ? -amount : amount;
  const after = settledMicros + micros;
  const ready = micros !== 0 && after >= 0 && reason.trim() !== '';
  const save = async () => {
    if (!ready) return;
    const { data, error } = await adjust({ input: { campaignId, micros, reason: reason.trim(), idempotencyKey: intention.key } });
    const refusal = refusalOf(data?.adjustLedger, error);
    setRefused(refusal?.message ?? null);
    if (refusal) return;
    onOpenChange(false);
    onCorrected();
  };
  const wrong =
    amount === null ? 'An amount such as 1.20.' : after < 0 ? `Only ${formatMicros(settledMicros)} were spent here.` : undefined;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Correct what was spent"
      description="One more entry of the ledger: nothing that stands in it is changed. Budgets count it today."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Not now</Button>
          <Button look="primary" disabled={!ready} busy={fetching} onClick={() => void save()}>
            {ready ? `Book ${micros > 0 ? '+' : ''}${formatMicros(micros)}` : 'Book'}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div>
          <Segmented
            label="Which way"
            value={way}
            choices={[
              { value: 'less', word: 'Less was billed' },
              { value: 'more', word: 'More was billed' },
            ]}
            onChoose={setWay}
          />
        </div>
        <TextField
          label="By how many dollars"
          inputMode="decimal"
          placeholder="1.20"
          value={dollars}
          onChange={(event) => setDollars(event.target.value)}
          hint={`Spent ${formatMicros(settledMicros)}${ready ? ` → ${formatMicros(after)}` : ''}`}
          {...(dollars !== '' && wrong !== undefined && { error: wrong })}
        />
        <TextArea
          label="Why"
          rows={3}
          maxLength={REASON_CHARS_MAX}
          placeholder="The provider refunded two failed renders, invoice 2026-114"
          hint="It stands in the ledger for good, with your name."
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        {refused !== null && <Notice look="error">{refused}</Notice>}
      </form>
    </Dialog>
  );
}
