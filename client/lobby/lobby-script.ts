import { AnteLobby } from './element.ts'

/** A page may load the script twice, but an element can be defined only once. */
if (!customElements.get('ante-lobby')) customElements.define('ante-lobby', AnteLobby)
