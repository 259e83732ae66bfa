// Tells every other tab of this browser that the screen was handed over; they leave what they show.
localStorage.setItem("holdfast.handed", String(Date.now()));
