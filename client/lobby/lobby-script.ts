import { AnteLobby } from './element.ts'

/** A page may load the script twice. */
if (!customElements.get('ante-lobby')) customElements.define('ante-lobby', AnteLobby)
