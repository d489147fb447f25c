import { mkdirSync } from "fs";
import { join } from "path";
import { sh } from "./run";

/**
 * Makes an authority, and below its folder two with what it signs, `server` for an address and `client`: each with ca.pem, cert.pem and
 * key.pem, as Docker wants them.
 */
export async function makeCertificates(folder: string, address: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    const key = "-newkey rsa:2048 -nodes -keyout";
    const signed = (name: string, usage: string, more = "") =>
        `mkdir ${name}; openssl req -new ${key} ${name}/key.pem -subj /CN=${name} -out ${name}/request; ` +
        `printf 'extendedKeyUsage=${usage}\\n${more}' >${name}/extensions; ` +
        `openssl x509 -req -in ${name}/request -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 2 ` +
        `-extfile ${name}/extensions -out ${name}/cert.pem; cp ca.pem ${name}/`;
    const steps = [
        `cd '${folder}'; exec 2>openssl.log; openssl req -x509 ${key} ca-key.pem -subj /CN=authority -days 2 -out ca.pem`,
        signed("server", "serverAuth", `subjectAltName=IP:${address}\\n`),
        signed("client", "clientAuth"),
    ];
    await sh(steps.join("; "), 60);
}

/** The folder of the client's certificates. */
export const clientFolder = (folder: string): string => join(folder, "client");
