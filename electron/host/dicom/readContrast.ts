/** What the header says of the contrast agent (PS3.3 C.7.6.4 Contrast/Bolus, C.7.6.4b Enhanced Contrast/Bolus). */
import type { Elements } from './readElements.ts';
import type { ContrastTags } from './readTypes.ts';
import { secondsOfDay, text } from './readValues.ts';

const AGENT = 0x00180010;
const AGENT_SEQUENCE = 0x00180012;
const START_TIME = 0x00181042;
const ADMINISTRATION_SEQUENCE = 0x00189340;
const CODE_MEANING = 0x00080104;

/** Sites write that there was none. */
const isNone = (agent: string): boolean => /^(none?|nil|without|ohne|sans|n\/?a|-+|0)$/i.test(agent);

export function readContrast(elements: Elements): ContrastTags {
  const item = elements.item(AGENT_SEQUENCE);
  const agent = text(elements, AGENT) || (item ? text(item, CODE_MEANING) : '');
  return {
    agent: isNone(agent) ? '' : agent,
    bolusStartSeconds:
      secondsOfDay(elements, START_TIME) ?? secondsOfDay(item?.item(ADMINISTRATION_SEQUENCE), START_TIME),
  };
}
