import type { ShownReading } from '../../../../electron/core/contract/readings.ts';
import { Banner, Button } from '../../../ui/index.ts';
import { openDialog, readIndependently, showReading } from '../actions.ts';
import { openedReading, useReadings } from '../store.ts';
import { rt } from '../texts.ts';
import '../readings.css';

/** Above the views whenever what is shown can't be drawn on, and what can be done about it. */
export function ReadingBanner() {
  const current = useReadings(openedReading);
  const shown = useReadings((state) => state.shown);
  const chosenId = useReadings((state) => state.chosenId);
  const busy = useReadings((state) => state.busy);
  if (shown === null) return null;
  if (current === null) {
    // Others read it: nothing of theirs may be seen.
    if (shown.refusals.second !== null) return null;
    return (
      <Banner
        tone="info"
        title={rt('second.hint')}
        action={
          <Button size="sm" variant="primary" isDisabled={busy} onPress={() => void readIndependently()}>
            {rt('second.do')}
          </Button>
        }
      />
    );
  }
  const { reading, refusals, isSuperseded, isOwn } = current;
  if (refusals.draw === null) return null;
  const which = `${rt(`ordinal.${reading.ordinal}`)}${reading.version > 1 ? `, ${rt('version', { version: reading.version })}` : ''}`;
  const title = isSuperseded
    ? rt('banner.old')
    : isOwn
      ? rt('banner.readOnly', { state: rt(`state.${reading.state}`).toLowerCase() })
      : rt('banner.other', { which, reader: reading.reader?.printedName ?? rt('reader.none') });
  return (
    <Banner
      tone="info"
      title={title}
      action={
        <div className="seg-buttons">
          {chosenId !== null && chosenId !== shown.openId && (
            <Button
              size="sm"
              onPress={() => {
                showReading(null);
              }}
            >
              {backText(shown.readings.find(({ reading: { id } }) => id === shown.openId))}
            </Button>
          )}
          {refusals.correct === null && (
            <Button
              size="sm"
              onPress={() => {
                openDialog('correct');
              }}
            >
              {rt('correct')}
            </Button>
          )}
        </div>
      }
    />
  );
}

/** One's own reading, or the one that counts for those who read none. */
const backText = (to: ShownReading | undefined): string =>
  to === undefined || to.isOwn
    ? rt('banner.back')
    : rt('banner.backTo', { which: rt(`ordinal.${to.reading.ordinal}`).toLowerCase() });
