/** Taking a page to paper: the host records it first, as it does with every file that leaves. */
import { overviewFilter } from '../features/trial/index.ts';
import { host } from '../host/index.ts';
import { noticeError } from './notices.ts';
import { pageAt } from './printedPage.ts';

const recordPrint = () => host.client.exports.printed(pageAt(location.hash.slice(1), overviewFilter()));

let isRecorded = false;
/** Records the page, then opens the print dialog. Where it can't be recorded, nothing is printed. */
export async function printPage(): Promise<void> {
  await recordPrint();
  isRecorded = true;
  try {
    print();
  } finally {
    isRecorded = false;
  }
}

/** Records also what the browser's own menu prints. Returns how to stop. */
export function recordPrints(): () => void {
  const begin = () => {
    if (!isRecorded) recordPrint().catch(noticeError);
  };
  addEventListener('beforeprint', begin);
  return () => {
    removeEventListener('beforeprint', begin);
  };
}
