import { accessSync, constants, readFileSync } from "fs";
import { createRequire } from "module";
import { join } from "path";
import type { AxeResults } from "axe-core";
import { Browser, BrowserContextOptions, chromium, Page } from "playwright-core";

/** Debian's own, as set-up for tests brings it (cli/setup/browser.sh). */
const PROGRAMS = ["chromium-headless-shell", "chromium"];

/** Why tests in a browser are skipped. */
export const NO_BROWSER = `needs a browser on PATH (${PROGRAMS.join(" or ")}), which ./lab test installs where apt has it`;

/** The program of the browser on this machine; undefined where there is none. */
export function browserProgram(): string | undefined {
    const folders = (process.env.PATH ?? "").split(":");
    return PROGRAMS.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => {
        try {
            accessSync(path, constants.X_OK);
            return true;
        } catch {
            return false;
        }
    });
}

/** Starts the browser. As root it runs without a sandbox of its own: what it opens is this project's. */
export function startBrowser(): Promise<Browser> {
    return chromium.launch({
        executablePath: browserProgram(),
        args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    });
}

/** A page that was opened, and what the browser complained of meanwhile. */
export interface Opened {
    page: Page;
    /** Errors of scripts, and what the console has of errors and warnings: what a policy has kept from running, too. */
    complaints: string[];
    /** What was fetched beside the page itself. */
    fetched: string[];
}

/** Opens a page in a window of its own. */
export async function open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Opened> {
    const context = await browser.newContext({ locale: "en-US", ...options });
    const page = await context.newPage();
    const opened: Opened = { page, complaints: [], fetched: [] };
    page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) opened.complaints.push(message.text());
    });
    page.on("pageerror", (error) => opened.complaints.push(error.message));
    page.on("request", (request) => {
        if (!request.isNavigationRequest()) opened.fetched.push(request.url());
    });
    await page.goto(url);
    return opened;
}

const AXE = readFileSync(createRequire(__filename).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds in a page that is serious or critical: the rule, and where. */
export async function barriers(page: Page): Promise<string[]> {
    await page.evaluate(AXE);
    const { violations } = await page.evaluate<AxeResults>("axe.run()");
    return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
