// Which language is shown, large type, copying; and what is collapsed is printed. Without this script all of a page can be read.
(() => {
    const root = document.documentElement;
    const kept = (key, value) => {
        try {
            if (value !== undefined) localStorage.setItem(`lab-${key}`, value);
            return localStorage.getItem(`lab-${key}`);
        } catch {
            return null; // a browser may keep nothing for a file
        }
    };

    const buttons = [...document.querySelectorAll("button.language")];
    const languages = root.dataset.languages.split(" ");
    const show = (language) => {
        root.dataset.shown = language;
        for (const button of buttons) {
            const pressed = button.dataset.language === language;
            button.setAttribute("aria-pressed", String(pressed));
            if (!pressed) continue;
            root.lang = button.dataset.tag;
            document.title = button.dataset.title;
        }
    };
    const wanted = [kept("language"), ...(navigator.languages ?? [])].map((tag) => String(tag).slice(0, 2));
    show(wanted.find((language) => languages.includes(language)) ?? languages[0]);

    const large = document.querySelector("button.large");
    const enlarge = (on) => {
        root.classList.toggle("enlarged", on);
        large.setAttribute("aria-pressed", String(on));
    };
    enlarge(kept("large") === "yes");

    const copy = async (button) => {
        const text = button.closest(".command").querySelector("code").textContent;
        try {
            await navigator.clipboard.writeText(text);
        } catch {
            // A page that came over http from another machine has no clipboard.
            const area = document.createElement("textarea");
            area.value = text;
            document.body.append(area);
            area.select();
            document.execCommand("copy");
            area.remove();
            button.focus();
        }
        button.classList.add("done");
        setTimeout(() => button.classList.remove("done"), 1500);
    };

    document.addEventListener("click", ({ target }) => {
        const button = target.closest("button");
        if (!button) return;
        if (button.matches(".language")) show(kept("language", button.dataset.language) ?? button.dataset.language);
        if (button.matches(".large")) {
            const on = !root.classList.contains("enlarged");
            kept("large", on ? "yes" : "no");
            enlarge(on);
        }
        if (button.matches(".copy")) void copy(button);
    });

    // What works with this script alone is shown by it.
    const reveal = () => document.querySelectorAll("button[hidden]").forEach((button) => (button.hidden = false));
    reveal();
    root.addEventListener("replaced", reveal);

    // On paper nothing opens; answers stay hidden.
    let opened = [];
    addEventListener("beforeprint", () => {
        opened = [...document.querySelectorAll("details.long:not([open]), .check details:not([open])")];
        for (const one of opened) one.open = true;
    });
    addEventListener("afterprint", () => {
        for (const one of opened) one.open = false;
    });
})();
