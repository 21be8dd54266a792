import { FileText, PackageCheck } from 'lucide-react';
import { useState } from 'react';
import type { Completeness, SubmittedPackage } from '../../../../electron/core/contract/package.ts';
import { AllowedButton } from '../../../app/AllowedButton.tsx';
import { noticeError } from '../../../app/notices.ts';
import { useJobs, useRefusal } from '../../../host/index.ts';
import { Banner, Button, Checkbox, Panel, ProgressBar, Row, Select, TextField } from '../../../ui/index.ts';
import { makePackage, makeReport } from '../actions.ts';
import { emptyDraft, optionsOf, problemsOf, type Draft } from '../model.ts';
import { st } from '../texts.ts';

interface PackagePanelProps {
  readonly subjectId: string;
  readonly completeness: Completeness;
  /** Newest first. */
  readonly packages: readonly SubmittedPackage[];
}

/** The one form of a package: what goes with it, and why where something has to be explained. */
export function PackagePanel({ subjectId, completeness, packages }: PackagePanelProps) {
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [tried, setTried] = useState(false);
  const [last] = packages;
  const needs = { isComplete: completeness.complete, hasEarlier: last !== undefined };
  const problems = problemsOf(draft, needs);
  const job = useJobs().find(({ kind, state }) => kind === 'package' && state === 'running');
  const refusal = useRefusal('package.start');
  const change = (changed: Partial<Draft>): void => {
    setDraft((before) => ({ ...before, ...changed }));
  };
  const errorOf = (field: keyof Draft, text: string): string | undefined =>
    tried && problems.has(field) ? text : undefined;
  const submit = (): void => {
    setTried(true);
    if (problems.size > 0) return;
    makePackage(subjectId, optionsOf(draft, needs)).then(() => {
      setTried(false);
      change({ incompleteReason: '', replaceReason: '' });
    }, noticeError);
  };
  return (
    <Panel title={st('package')}>
      <form
        className="submission__form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p className="submission__text">{st('packageText')}</p>
        {!needs.isComplete && (
          <TextField
            label={st('reason')}
            value={draft.incompleteReason}
            onChange={(incompleteReason) => {
              change({ incompleteReason });
            }}
            error={errorOf('incompleteReason', st('needReason'))}
            isRequired
          />
        )}
        {last && (
          <TextField
            label={st('replaces', { date: last.createdAt.slice(0, 10) })}
            value={draft.replaceReason}
            onChange={(replaceReason) => {
              change({ replaceReason });
            }}
            error={errorOf('replaceReason', st('needReason'))}
            isRequired
          />
        )}
        <TextField
          label={st('recipient')}
          hint={st('recipientHint')}
          value={draft.recipient}
          onChange={(recipient) => {
            change({ recipient });
          }}
          error={errorOf('recipient', st('recipientError'))}
        />
        <Select
          label={st('paper')}
          value={draft.paper}
          options={(['a4', 'letter'] as const).map((value) => ({ value, label: st(`paper.${value}`) }))}
          onChange={(paper) => {
            change({ paper });
          }}
        />
        <Checkbox
          isSelected={draft.withCt}
          onChange={(withCt) => {
            change({ withCt });
          }}
        >
          {st('withCt')}
        </Checkbox>
        {draft.withCt && (
          <Checkbox
            isSelected={draft.pixelsAreClean}
            onChange={(pixelsAreClean) => {
              change({ pixelsAreClean });
            }}
          >
            {st('pixelsAreClean')}
          </Checkbox>
        )}
        {refusal !== null && <Banner tone="info">{refusal}</Banner>}
        {job && (
          <ProgressBar label={job.title} fraction={job.total > 0 ? job.done / job.total : null} detail={job.step} />
        )}
        <Row>
          <Button
            type="submit"
            variant="primary"
            icon={PackageCheck}
            isDisabled={refusal !== null || job !== undefined}
          >
            {st('make')}
          </Button>
          <AllowedButton
            needs="package.report"
            icon={FileText}
            onPress={() => {
              makeReport(subjectId, draft.paper).catch(noticeError);
            }}
          >
            {st('report')}
          </AllowedButton>
        </Row>
      </form>
    </Panel>
  );
}
