using System;
using System.Threading;
using System.Threading.Tasks;
using Ante.Unity;
using UnityEditor;

namespace Ante.Editor
{
    /// <summary>A client of the Editor itself, to try a server without a game. Its time goes on while the game does not run.</summary>
    internal sealed class EditorClient : IDisposable
    {
        private readonly UnityPlatform platform = new UnityPlatform(null);
        private readonly EditorTokenStore tokens = new EditorTokenStore();
        private readonly Action<string> log;
        private CancellationTokenSource signingIn = new CancellationTokenSource();
        private AnteClient? client;

        internal EditorClient(Action<string> log)
        {
            this.log = log;
            EditorApplication.update += platform.Tick;
        }

        internal Player? Player => client?.Player;

        /// <summary>Restores the session, and tells what the server says.</summary>
        internal Task TestAsync(AnteSettings settings) => TryAsync("Connection", async () =>
        {
            var me = await (await OpenAsync(settings)).GetMeAsync();
            log($"Connected. {me.Username} can stake: {(me.Balances.Count == 0 ? "nothing" : string.Join(", ", me.Balances))} (minor units)");
        });

        internal Task SignInAsync(AnteSettings settings) => TryAsync("Sign-in", async () =>
        {
            signingIn.Cancel();
            signingIn = new CancellationTokenSource();
            await (await OpenAsync(settings)).LoginAsync(null, signingIn.Token);
        });

        internal Task SignOutAsync() => TryAsync("Sign-out", async () =>
        {
            if (client != null) await client.LogoutAsync();
        });

        /// <summary>Forgets the tokens without telling the server: what a fresh installation is like.</summary>
        internal async Task ClearTokensAsync()
        {
            Close();
            await tokens.ClearAsync();
            log("Tokens cleared");
        }

        public void Dispose()
        {
            EditorApplication.update -= platform.Tick;
            Close();
        }

        private void Close()
        {
            signingIn.Cancel();
            client?.Dispose();
            client = null;
        }

        private async Task<AnteClient> OpenAsync(AnteSettings settings)
        {
            Close();
            var options = settings.ToOptions();
            options.TokenStore = tokens;
            options.Transport = platform.CreateTransport(options);
            var opened = await AnteClient.CreateAsync(options);
            Listen(opened);
            client = opened;
            return opened;
        }

        private async Task TryAsync(string what, Func<Task> task)
        {
            try
            {
                await task();
            }
            catch (UnauthorizedException)
            {
                log($"{what}: the server answers; nobody is signed in");
            }
            catch (Exception failure) when (failure is AnteException || failure is ArgumentException)
            {
                log($"{what} failed: {failure.Message}");
            }
        }

        private void Listen(AnteClient opened)
        {
            opened.SignedIn += signedIn => log($"Signed in: {signedIn.Player.Username} ({signedIn.Player.Id})");
            opened.SignedOut += signedOut => log(signedOut.Expired ? "Signed out: the session ended" : "Signed out");
            opened.ConnectionChanged += connection => log($"Events: {connection.Connection}");
            opened.Matched += matched => log($"Match {matched.Match.Id}: somebody accepted");
            opened.OpponentFinished += finished => log($"Match {finished.MatchId}: the other side has finished");
            opened.Settled += settled => log($"Match {settled.Settled.Match.Id}: {settled.Settled.Verdict}");
            opened.WalletChanged += wallet => log($"{wallet.Currency}: {wallet.Balance} can be staked");
            opened.Submitted += submitted => log($"Match {submitted.MatchId}: score {submitted.Score} is in");
            opened.Refused += refused => log($"Match {refused.MatchId}: score {refused.Score} refused, {refused.Problem.Code}");
            opened.Gap += _ => log("Events were lost");
        }
    }
}
