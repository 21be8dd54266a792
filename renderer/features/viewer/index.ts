/** The viewer: one series in three planes, with the panels of its segmentation. */
export { Workspace, Workspace as default } from './components/Workspace.tsx';
