import { inSeat, Seats, Way } from "./way";

let tries = 0;

/**
 * A way that sends something, by a script that puts $WORDS into it.
 *
 * @param arrived whether something with such words in it came in where it is not to come in
 */
export function sending(
    id: string,
    title: string,
    script: string,
    note: string,
    arrived: (seats: Seats, words: string) => Promise<boolean>,
): Way {
    return {
        id,
        title,
        outcome: "closed",
        seen: "it was sent, and nothing came in",
        note,
        async try(seats: Seats) {
            // Others each time: what came in at an earlier one has not come in now.
            const words = `lab-way-${id}-${tries++}-`;
            const said = await inSeat(seats.one, `WORDS=${words}\n${script}\necho "it was sent"`, seats);
            if (!said.endsWith("it was sent")) throw new Error(`${id} was not sent: ${said}`);
            return (await arrived(seats, words)) ? "open: it came in" : "closed: it was sent, and nothing came in";
        },
    };
}
