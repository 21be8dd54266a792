/** Drawing liver, tumour and remnant of one series, and storing every step. */
export { segmentationCommands } from './commands.ts';
export { BorderNotice } from './components/BorderNotice.tsx';
export { NewsBar } from './components/NewsBar.tsx';
export { SegmentsPanel } from './components/SegmentsPanel.tsx';
export { ToolsPanel } from './components/ToolsPanel.tsx';
export { leaveSession as closeSession } from './actions/leave.ts';
export { expectSession, openSession } from './session.ts';
export { link as linkStage } from './link.ts';
export { useSegmentation } from './store.ts';
export { linkTools } from './tools.ts';
