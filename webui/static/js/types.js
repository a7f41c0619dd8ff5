/**
 * The words of wire.md and showfile.md as types. Nothing here runs.
 *
 * @typedef {[number, number]} Pair never changed, only replaced
 * @typedef {number | boolean | string | Pair} Value
 * @typedef {[number, number, number, number]} Place column, row, width, height, counted from 1
 *
 * @typedef {object} ControlSpec what the show says of a control; a type's own fields are there for that type only
 * @property {string} id
 * @property {string} type
 * @property {string} label
 * @property {Place} place
 * @property {number | null} [min] null: without an end
 * @property {number | null} [max]
 * @property {number} [step]
 * @property {string} [taper] of a way: "linear", "log" or "audio"
 * @property {number | null} [centre] of a way: where its two sides meet
 * @property {boolean} [jump] of a way or pad: a touch beside the cap takes it there
 * @property {string | null} [direction] of a fader: "vertical", "horizontal", or null, along the longer side of its place
 * @property {boolean} [wrap] of an encoder: beyond an end it goes on at the other
 * @property {number} [turn] of an encoder: how many steps once round is
 * @property {Value} [default]
 * @property {string} [unit]
 * @property {number} [decimals]
 * @property {number} [length]
 * @property {number} [lines]
 * @property {string} [size]
 * @property {string} [picture] its name
 * @property {string} [alt] what is to be seen on it
 * @property {string} [page] the id of the page that it turns to
 * @property {boolean} [guard] whether hands must keep it pressed for a while
 * @property {string} [look]
 * @property {OptionSpec[]} [options]
 * @property {AxisSpec} [x]
 * @property {AxisSpec} [y]
 * @property {boolean} [spring] it goes back to its default when the hand lets go
 * @property {string} [mode]
 * @property {string} [role] the least role that may move it
 * @property {OscAddress[] | OscAddress | false} [osc] where the file says it
 *
 * @typedef {{address: string, type?: string, range?: Pair | null, target?: string[]}} OscAddress
 * @typedef {{id: string, label: string}} OptionSpec one that can be chosen
 * @typedef {{label: string, min: number, max: number, step: number, unit: string, decimals: number}} AxisSpec
 *
 * @typedef {object} FeedSpec
 * @property {string} id
 * @property {string} label
 * @property {string} unit
 * @property {number} decimals
 * @property {string} source
 * @property {number} every seconds
 * @property {number} window seconds
 *
 * @typedef {object} ViewSpec
 * @property {string} feed
 * @property {Place} place
 * @property {string} [type]
 * @property {number} [min] a meter's
 * @property {number} [max]
 * @property {number | null} [warn] from here on it is too high
 * @property {number[]} [marks]
 *
 * @typedef {object} PageSpec
 * @property {string} id
 * @property {string} label
 * @property {number} columns
 * @property {number} rows
 * @property {string} [role] the least role that sees it
 * @property {ControlSpec[]} controls
 * @property {ViewSpec[]} views
 *
 * @typedef {object} Show
 * @property {string} id
 * @property {string} name
 * @property {boolean} open
 * @property {FeedSpec[]} feeds
 * @property {PageSpec[]} pages
 * @property {{targets: {id: string, label: string}[]}} [osc] for operators, where the file says anything of it
 *
 * @typedef {object} Device
 * @property {string} id
 * @property {string} name
 * @property {string} colour
 * @property {string} role
 * @property {number} [screens] open pages and programs; 0: known, but away
 * @property {string} [kind] for operators: "screen" or "program"
 * @property {string} [address] for operators: of the newest connection
 * @property {number | null} [joined] for operators: when it was let in, in seconds since 1970
 * @property {number | null} [seen] for operators: when it was here last, in seconds since 1970
 * @property {string} [browser] for operators: what runs there, in words
 * @property {number} [since] for operators: server time at which it came
 *
 * @typedef {object} Figures how good a link is; milliseconds, null where not known
 * @property {number | null} trip the round trip
 * @property {number | null} jitter
 *
 * @typedef {Figures & {age: number}} LinkRow a device's link, and the age of its last message
 *
 * @typedef {object} Notice a message to everyone
 * @property {number} id
 * @property {string} text
 * @property {string} from the name of the screen or program that it came from
 * @property {number} at server time
 * @property {boolean} urgent
 * @property {boolean} waits whether nobody has seen it on this screen yet
 * @property {string[]} [seen] for operators: the names of the screens that have seen it
 * @property {string[]} [unseen] and of those that it waits on
 *
 * @typedef {[number, number | null]} Point server time in milliseconds, and the number; null where the feed rested
 * @typedef {Point | [number, number | null, number]} Sample the same, or one that stands for so many numbers
 * @typedef {['press', string, number] | ['release', string]} Act
 * @typedef {{n: number, moves: Map<string, Value>, acts: Act[], holds: Map<string, boolean>}} Operation
 *
 * @typedef {object} State what a welcome and a new layout share
 * @property {Show} show
 * @property {number} revision
 * @property {Map<string, Value>} values
 * @property {Map<string, string>} holds the device that has a control in hand
 * @property {Map<string, Point[]>} feeds
 *
 * @typedef {object} WelcomePart
 * @property {string} version
 * @property {string} boot
 * @property {number} time server time in milliseconds
 * @property {Device} you
 * @property {number} seen
 * @property {number} kept
 * @property {Device[]} devices
 * @property {Map<string, string>} faults
 * @property {string} programs for operators: what programs on the server's computer may do, or "off"
 * @property {Notice[]} messages oldest first
 * @typedef {State & WelcomePart} Welcome
 *
 * @typedef {{n: number | null, control: string | null, reason: string}} Refusal without an operation: a hand was overruled
 *
 * @typedef {object} Frame
 * @property {number} seq
 * @property {number} since
 * @property {number} revision
 * @property {Map<string, Value>} values
 * @property {Map<string, Point[]>} numbers
 * @property {number | null} taken
 * @property {number | null} kept
 * @property {Map<string, string | null>} holds
 * @property {Refusal[]} refused
 * @property {unknown[]} [missed] the feeds of which there were more numbers than it has
 *
 * @typedef {object} First what the first HTML carries
 * @property {Show} show
 * @property {Record<string, Value>} values
 * @property {Record<string, string>} holds
 * @property {number} revision
 * @property {Device} you
 * @property {string} version
 * @property {string} boot
 */
export {};
