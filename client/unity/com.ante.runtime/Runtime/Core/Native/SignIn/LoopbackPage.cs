using System.Text;

namespace Ante
{
    /// <summary>What the player's browser shows after a sign-in on desktop.</summary>
    internal static class LoopbackPage
    {
        private const string Style =
            "body{font:18px/1.5 system-ui,sans-serif;margin:20vh auto;max-width:24em;padding:0 1em;text-align:center}" +
            "@media(prefers-color-scheme:dark){body{background:#16181d;color:#eee}}";

        /// <summary>Only a script sees what stands behind the # of an address.</summary>
        private const string Script =
            "fetch('/',{method:'POST',body:location.href}).then(function(answer){return answer.text()})" +
            ".then(function(text){document.getElementById('said').textContent=text;history.replaceState(null,'','/')})";

        internal static byte[] NotFound { get; } = Response("404 Not Found", "text/plain", "There is nothing here.");

        internal static byte[] ReadFragment { get; } =
            Page("<p id=\"said\">One moment …</p><noscript>Please allow scripts for this page.</noscript><script>" + Script + "</script>");

        internal static byte[] Of(RedirectReply reply) => Page($"<p>{Said(reply)}</p>");

        internal static byte[] TextOf(RedirectReply reply) => Response("200 OK", "text/plain", Said(reply));

        private static string Said(RedirectReply reply)
        {
            switch (reply)
            {
                case RedirectReply.SignedIn: return "You are signed in. Go back to the game; this page can be closed.";
                case RedirectReply.NotSignedIn: return "You are not signed in. Go back to the game; this page can be closed.";
                default: return "The game does not wait for this sign-in any more. Go back to the game and sign in from there.";
            }
        }

        private static byte[] Page(string content) => Response(
            "200 OK",
            "text/html",
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">" +
            $"<title>Sign-in</title><style>{Style}</style><main>{content}</main></html>");

        private static byte[] Response(string status, string type, string content)
        {
            var body = Encoding.UTF8.GetBytes(content);
            var head =
                $"HTTP/1.1 {status}\r\nContent-Type: {type}; charset=utf-8\r\nContent-Length: {body.Length}\r\n" +
                "Cache-Control: no-store\r\nConnection: close\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n" +
                "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; " +
                "connect-src 'self'; frame-ancestors 'none'\r\n\r\n";
            var answer = new byte[head.Length + body.Length];
            Encoding.ASCII.GetBytes(head, 0, head.Length, answer, 0);
            body.CopyTo(answer, head.Length);
            return answer;
        }
    }
}
