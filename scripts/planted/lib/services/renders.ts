// plants: react-stays-in-the-browser-parts
import { createElement } from 'react'
export const element = createElement
