// A page that is served follows what it shows, while somebody sees it.
(() => {
    const main = document.querySelector("main");
    const on = document.querySelector(".live .on");
    const off = document.querySelector(".live .off");
    const connected = (is) => {
        on.hidden = !is;
        off.hidden = is;
    };

    const busy = (is) => {
        for (const button of document.querySelectorAll("button.run")) {
            button.setAttribute("aria-disabled", String(is));
            button.querySelector(".idle").hidden = is;
            button.querySelector(".busy").hidden = !is;
        }
    };

    const shown = new Map();
    // What was opened stays open, and what had the focus keeps it.
    const replace = (name, html) => {
        const region = document.querySelector(`[data-region="${name}"]`);
        if (!region || shown.get(name) === html) return;
        shown.set(name, html);
        const made = new DOMParser().parseFromString(html, "text/html").body;
        const details = new Map(
            [...region.querySelectorAll("details[data-key]")].map((one) => [one.dataset.key, one.open]),
        );
        for (const one of made.querySelectorAll("details[data-key]"))
            one.open = details.get(one.dataset.key) ?? one.open;
        const all = [...region.querySelectorAll("a, button, summary, [tabindex]")];
        const focused = all.indexOf(document.activeElement);
        region.replaceChildren(...made.childNodes);
        document.documentElement.dispatchEvent(new Event("replaced"));
        if (focused >= 0)
            [...region.querySelectorAll("a, button, summary, [tabindex]")][focused]?.focus({ preventScroll: true });
    };

    let events;
    const follow = () => {
        events?.close();
        events = undefined;
        if (document.hidden) return; // a browser has few connections to a server
        events = new EventSource(main.dataset.following);
        events.onopen = () => connected(true);
        events.onerror = () => {
            connected(false);
            if (events?.readyState === EventSource.CLOSED) setTimeout(follow, 3000);
        };
        events.onmessage = ({ data }) => {
            const { running, regions } = JSON.parse(data);
            for (const [name, html] of Object.entries(regions)) replace(name, html);
            busy(running);
        };
    };
    document.addEventListener("visibilitychange", follow);
    addEventListener("pagehide", () => events?.close());
    follow();

    document.addEventListener("click", async ({ target }) => {
        const button = target.closest("button.run");
        if (!button || button.getAttribute("aria-disabled") === "true") return;
        busy(true);
        try {
            await fetch("checks", { method: "POST" });
        } catch {
            connected(false);
        }
        busy(false);
    });
})();
