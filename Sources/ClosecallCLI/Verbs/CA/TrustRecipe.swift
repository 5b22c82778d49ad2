internal import Closecall

/// How some program is told to trust a certificate.
struct TrustRecipe {
    let who: String
    let steps: [String]

    static func all(for path: String) -> [TrustRecipe] {
        let file = ShellWord.quoted(path)
        return [
            TrustRecipe(
                who: "Debian and Ubuntu: everything that uses the system's store",
                steps: [
                    "sudo cp \(file) /usr/local/share/ca-certificates/closecall.crt",
                    "sudo update-ca-certificates",
                ]),
            TrustRecipe(
                who: "Chromium and Chrome (certutil is in libnss3-tools)",
                steps: [
                    "mkdir -p $HOME/.pki/nssdb",
                    "certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n closecall -i \(file)",
                ]),
            TrustRecipe(
                who: "Firefox: Settings, Certificates, Authorities, Import; or, for a profile's folder",
                steps: ["certutil -d sql:PROFILE -A -t C,, -n closecall -i \(file)"]),
            TrustRecipe(who: "curl", steps: ["curl --cacert \(file) https://127.0.0.1:9000/"]),
            TrustRecipe(who: "Node", steps: ["NODE_EXTRA_CA_CERTS=\(file) node client.js"]),
            TrustRecipe(
                who: "Python: ssl, websockets, aiohttp; then requests",
                steps: [
                    "SSL_CERT_FILE=\(file) python3 client.py", "REQUESTS_CA_BUNDLE=\(file) python3 client.py",
                ]),
            TrustRecipe(
                who: "Java",
                steps: [
                    "keytool -importcert -noprompt -alias closecall -file \(file) -keystore closecall.p12 "
                        + "-storepass closecall",
                    "java -Djavax.net.ssl.trustStore=closecall.p12 "
                        + "-Djavax.net.ssl.trustStorePassword=closecall Client.java",
                ]),
        ]
    }
}
