// plants: components-import-what-the-browser-may
import { list } from '../lib/services/list'
export const Count = () => <b>{list().length}</b>
