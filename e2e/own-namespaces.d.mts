export declare const ownNamespaces: string[]
export declare const sideBySide: number
