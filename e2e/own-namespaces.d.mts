export declare const ownNamespaces: string[]
export declare const ownNamespacesOfCluster: string[]
export declare const serverOnly: string[]
export declare const sideBySide: number
