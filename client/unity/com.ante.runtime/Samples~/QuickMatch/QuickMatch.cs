using System.Linq;
using System.Threading.Tasks;
using Ante.Unity;
using UnityEngine;
using UnityEngine.UIElements;

namespace Ante.Samples.QuickMatch
{
    /// <summary>
    /// The whole way of a match: sign in, put up a stake, play, report the score, see the payout. Add it to a game object with a
    /// UI document. It plays against a server in memory until <c>practice</c> is switched off.
    /// </summary>
    [RequireComponent(typeof(UIDocument))]
    public sealed class QuickMatch : MonoBehaviour
    {
        [SerializeField]
        [Tooltip("Plays on a server in memory, not on the one of Project Settings, Ante")]
        private bool practice = true;

        [SerializeField]
        [Tooltip("The game's number on the server")]
        private long gameId = 1;

        [SerializeField]
        [Tooltip("In minor units: 500 is £5.00")]
        private long stake = 500;

        [SerializeField]
        private string currency = "GBP";

        private QuickMatchView? view;
        private AnteClient? ante;
        private Needle? needle;
        private double began;

        private async void Start()
        {
            view = new QuickMatchView(GetComponent<UIDocument>().rootVisualElement);
            view.Show("Connecting …");
            try
            {
                ante = await AnteClient.CreateAsync(Options());
            }
            catch (System.Exception failure) when (failure is System.ArgumentException || failure is System.InvalidOperationException)
            {
                // The settings are missing or wrong: the message says which.
                view.Show(failure.Message);
                return;
            }

            ante.Settled += settled => view.Wallet = $"Match {settled.Settled.Match.Id.Substring(0, 6)}: {settled.Settled.Verdict}";
            ante.SignedOut += _ => ShowSignIn(view, ante);
            if (ante.FailedLogin != null) ShowSignIn(view, ante, ante.FailedLogin.Message);
            else if (ante.Player == null) ShowSignIn(view, ante);
            else await ShowMenuAsync(view, ante);
        }

        private void Update()
        {
            if (view != null && needle != null) view.Needle = needle.PositionAfter(Elapsed());
        }

        private void OnDestroy() => ante?.Dispose();

        private Terms Terms() => new Terms { GameId = gameId, Stake = stake, Currency = currency };

        private AnteOptions Options() =>
            practice ? new AnteOptions { Transport = PracticeServer.Make(Terms()) } : AnteSettings.Load().ToOptions();

        private long Elapsed() => (long)((Time.realtimeSinceStartupAsDouble - began) * 1000);

        private void ShowSignIn(QuickMatchView shown, AnteClient client, string why = "Sign in to play for a stake") =>
            shown.Show(why, "Sign in", async () =>
            {
                // Straight from the click, with nothing awaited before: browsers open no window otherwise.
                var signingIn = client.LoginAsync();
                shown.Show("Go on in your browser …");
                try
                {
                    await signingIn;
                    await ShowMenuAsync(shown, client);
                }
                catch (AnteException failure)
                {
                    ShowSignIn(shown, client, failure.Message);
                }
            });

        private async Task ShowMenuAsync(QuickMatchView shown, AnteClient client)
        {
            try
            {
                var me = await client.GetMeAsync();
                shown.Wallet = me.Nickname + ": " + string.Join(", ", me.Balances.Select(each => $"{each.Value} {each.Key}"));
                shown.Show($"Stake {stake} {currency} (minor units)", "Play", async () => await PlayAsync(shown, client));
            }
            catch (UnauthorizedException)
            {
                ShowSignIn(shown, client);
            }
            catch (AnteException failure)
            {
                shown.Show(failure.Message, "Again", async () => await ShowMenuAsync(shown, client));
            }
        }

        private async Task PlayAsync(QuickMatchView shown, AnteClient client)
        {
            shown.Show("Looking for a match …");
            try
            {
                var attempt = await client.PlayAsync(Terms());
                var score = await RoundAsync(shown, attempt);
                shown.Show($"{score} points. Waiting for the other side …");
                await attempt.SubmitAsync(score);
                var settled = await attempt.SettledAsync();
                var won = settled.Verdict == Verdict.Won ? $", {settled.Result.AmountWon} more than before" : "";
                shown.Show($"{settled.Verdict}{won}", "Go on", async () => await ShowMenuAsync(shown, client));
            }
            catch (AnteException failure)
            {
                shown.Show(failure.Message, "Go on", async () => await ShowMenuAsync(shown, client));
            }
        }

        private Task<int> RoundAsync(QuickMatchView shown, Attempt attempt)
        {
            var over = new TaskCompletionSource<int>();
            var round = new Needle(attempt.Seed);
            needle = round;
            Next();
            return over.Task;

            void Next()
            {
                began = Time.realtimeSinceStartupAsDouble;
                shown.Show($"Stop at {round.Mark} ({round.Done + 1} of {Needle.Stops})", "Stop", () =>
                {
                    round.Stop(Elapsed());
                    if (!round.IsOver)
                    {
                        Next();
                        return;
                    }

                    needle = null;
                    over.TrySetResult(round.Score);
                });
            }
        }
    }
}
