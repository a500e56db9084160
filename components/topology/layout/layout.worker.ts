// ELK's own worker: loaded where there is no document, it answers messages by itself.
import 'elkjs/lib/elk-worker.min.js'
